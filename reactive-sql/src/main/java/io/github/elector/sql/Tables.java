// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tables are called in this database.
 *
 * @param sessions one row for each session
 * @param leases one row for each component
 * @param overview the view that joins the two, for people
 */
record Tables(TableName sessions, TableName leases, TableName overview) {
    static final String DEFAULT_SESSIONS = "leader_sessions";
    static final String DEFAULT_LEASES = "leader_leases";
    static final String DEFAULT_OVERVIEW = "leader_overview";

    private static final Pattern DEFAULT_NAME =
            Pattern.compile("\\bleader_(sessions|leases_holder|leases|overview)\\b");
    private static final String INDEX_SUFFIX = "_holder";

    Tables {
        if (sessions.equals(leases) || sessions.equals(overview) || leases.equals(overview)) {
            throw new IllegalArgumentException("sessionsTable (" + sessions + "), leasesTable (" + leases
                    + ") and overviewView (" + overview + ") must have different names");
        }
    }

    /** The statement, written with the default names, on these tables. */
    String in(String statement) {
        return DEFAULT_NAME.matcher(statement).replaceAll(match -> Matcher.quoteReplacement(named(match.group(1))));
    }

    private String named(String what) {
        return switch (what) {
            case "sessions" -> sessions.quoted();
            case "leases" -> leases.quoted();
            case "overview" -> overview.quoted();
            default -> leases.quoted(indexName());
        };
    }

    /** An index lives in the schema of its table and is named without it. */
    private String indexName() {
        int room = TableNaming.MAX_LENGTH - INDEX_SUFFIX.length();
        return leases.name().substring(0, Math.min(room, leases.name().length())) + INDEX_SUFFIX;
    }
}
