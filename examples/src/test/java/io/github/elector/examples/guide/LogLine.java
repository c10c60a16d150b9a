// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place in the code that writes to the log: its level, and the literal text in it.
 *
 * @param level upper case, or empty for text that reaches the log on a way of its own
 * @param text the literals in the order of the source, … between two that are not simply joined
 * @param around all literals of its file, of which a variable of the call may hold some
 * @param where the file
 */
record LogLine(String level, String text, String around, String where) {
    /** What writes a line, and what hands one on to be written: of the last two the level stands in the callee. */
    private static final Pattern CALL =
            Pattern.compile("\\b(?:LOG\\.(info|warn|error|debug)|say|pending\\.add|complain)\\(");
    /** A text; or what could be taken for one: a comment, a character, a block of text. */
    private static final Pattern LITERAL = Pattern.compile(
            "(?s)//[^\n]*|/\\*.*?\\*/|'(?:[^'\\\\]|\\\\.)[^']{0,4}'|\"\"\".*?\"\"\"|\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private static final Pattern FIRST_VARIABLE = Pattern.compile("[a-z]\\w*\\b(?!\\()");
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*\n");
    private static final Pattern VARIES = Pattern.compile("…");
    private static final Pattern JOINED = Pattern.compile("\\s*\\+\\s*");
    private static final Pattern INDIRECT = Pattern.compile("(TermLog|HintChannel)\\.java");

    /** Every call, of DEBUG too. */
    static List<LogLine> calls(Map<Path, String> sources) {
        List<LogLine> lines = new ArrayList<>();
        sources.forEach((file, original) -> {
            String name = file.getFileName().toString();
            String source = original.replace("'\"'", "' '");
            Matcher call = CALL.matcher(source);
            while (call.find()) {
                boolean direct = call.group(1) != null;
                String arguments =
                        spelledOut(arguments(source, call.end()).stripLeading(), source.substring(0, call.start()));
                boolean declaration = !direct && !arguments.contains("\"");
                if (direct || (INDIRECT.matcher(name).matches() && !declaration)) {
                    lines.add(new LogLine(
                            direct ? call.group(1).toUpperCase(Locale.ROOT) : "INFO",
                            literals(arguments),
                            literals(source),
                            name));
                }
            }
        });
        return lines;
    }

    /** Every statement with a text that does not write itself, for lines that are put together elsewhere. */
    static List<LogLine> statements(Map<Path, String> sources) {
        List<LogLine> lines = new ArrayList<>();
        sources.forEach((file, source) -> {
            for (String statement : STATEMENT_END.splitAsStream(source).toList()) {
                if (CALL.matcher(statement).find()) {
                    continue;
                }
                lines.add(new LogLine(
                        "", literals(statement), "", file.getFileName().toString()));
            }
        });
        return lines;
    }

    /**
     * Whether this text, … for whatever varies, is one this can write: its pieces stand here one after the other, or what
     * stands here is in it, from behind, and the rest of it elsewhere in the file, where a variable has it from.
     */
    boolean writes(String documented) {
        if (pieces(documented).allMatch(new Finder(text)::finds)) {
            return true;
        }
        String rest = documented;
        List<String> own = pieces(text).toList();
        for (int i = own.size() - 1; i >= 0; i--) {
            int at = rest.lastIndexOf(own.get(i));
            if (at < 0) {
                return false;
            }
            rest = rest.substring(0, at) + "…" + rest.substring(at + own.get(i).length());
        }
        return !own.isEmpty() && pieces(rest).allMatch(around::contains);
    }

    /** Finds one piece after the other. */
    private static final class Finder {
        private final String whole;
        private int from;

        Finder(String whole) {
            this.whole = whole;
        }

        boolean finds(String piece) {
            int at = whole.indexOf(piece, from);
            from = at + piece.length();
            return at >= 0;
        }
    }

    private static Stream<String> pieces(String text) {
        return VARIES.splitAsStream(text).map(String::strip).filter(piece -> !piece.isEmpty());
    }

    /** With what the variable they begin with was last set to. */
    private static String spelledOut(String arguments, String before) {
        Matcher variable = FIRST_VARIABLE.matcher(arguments);
        if (!variable.lookingAt()) {
            return arguments;
        }
        int set = before.lastIndexOf("String " + variable.group() + " = ");
        return set < 0
                ? arguments
                : before.substring(before.indexOf('=', set) + 1, before.indexOf(";\n", set))
                        + arguments.substring(variable.end());
    }

    private static String arguments(String source, int begin) {
        int depth = 1;
        boolean quoted = false;
        int at = begin;
        for (; depth > 0; at++) {
            char c = source.charAt(at);
            if (c == '"' && source.charAt(at - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            }
        }
        return source.substring(begin, at - 1);
    }

    private static String literals(String code) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(code);
        int end = -1;
        while (literal.find()) {
            if (literal.group(1) == null) {
                continue;
            }
            boolean joined = end >= 0
                    && JOINED.matcher(code.substring(end, literal.start())).matches();
            text.append(joined || text.isEmpty() ? "" : "…").append(literal.group(1));
            end = literal.end();
        }
        return text.toString();
    }
}
