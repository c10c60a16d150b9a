// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/getting-started.md}, followed as it stands: each block that has a file's name before it is written to that file,
 * each command is run by a shell, what begins with {@code java} goes on in a terminal of its own, and each block of output has
 * to appear there. What is not as a reader has it: the repository is a copy of these sources, Maven uses a local repository
 * of the test's own, and the server of {@code docker run} is an embedded one, or that of
 * {@code -Delector.guide.postgres.uri}.
 *
 * <p>A minute or two: {@code mvn -B -ntp -Pguide verify}. With {@code -Delector.guide.repository=empty} Maven begins with
 * nothing and fetches everything.
 */
@Tag("guide")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the page is for a Unix shell")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class GettingStartedIT {
    private static final Page PAGE = Page.named("getting-started.md");
    private static final String PAGES_URI = "postgresql://postgres:secret@localhost:5432/postgres";
    private static final String CTRL_C = "Press Ctrl-C";
    private static final Pattern FILE = Pattern.compile("`([\\w./-]+)`.*:");
    private static final Set<String> NOT_COPIED = Set.of(".git", "target");

    @TempDir
    Path folder;

    private final Deque<Terminal> terminals = new ArrayDeque<>();
    private PostgresServer server;

    @AfterEach
    void close() throws Exception {
        terminals.forEach(Terminal::kill);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void pageEndsWithALeader() throws Exception {
        Path sources = copyOfTheSources();
        server = System.getProperty("elector.guide.postgres.uri") == null ? new EmbeddedPostgresServer() : null;
        Shell shell = new Shell(folder, MavenOfItsOwn.in(folder), sources);
        int position = 0;
        int blocks = 0;

        for (Page.Block block : PAGE.blocks()) {
            int at = PAGE.text().indexOf(block.text(), position);
            if (PAGE.text().substring(position, at).contains(CTRL_C)) {
                interruptTheFirst();
            }
            position = at + block.text().length();
            blocks++;
            follow(shell, block);
        }

        assertThat(blocks).isGreaterThan(12);
        assertThat(terminals).as("one leads, and goes on").hasSize(1);
        assertThat(terminals.getFirst().isRunning()).isTrue();
    }

    private void follow(Shell shell, Page.Block block) throws Exception {
        switch (block.language()) {
            case "sh" -> {
                for (String command : block.text().strip().lines().toList()) {
                    if (command.startsWith("java ")) {
                        terminals.removeIf(terminal -> !terminal.isRunning());
                        terminals.addLast(shell.open(command));
                    } else if (!command.startsWith("docker ")) {
                        shell.run(command);
                    }
                }
            }
            case "text" -> terminal().awaitLines(block.text(), block.line());
            case "xml", "java", "json" -> {
                var file = FILE.matcher(block.title());
                assertThat(file.matches())
                        .as("line %d has the name of a file before it", block.line())
                        .isTrue();
                Files.writeString(
                        shell.folder().resolve(file.group(1)), block.text().replace(PAGES_URI, uri()));
            }
            default -> throw new AssertionError("line " + block.line() + ": what is to be done with this block?");
        }
    }

    /** What was said last was said of the terminal that was opened last, or of the one that is left. */
    private Terminal terminal() {
        return terminals.getLast();
    }

    private void interruptTheFirst() throws Exception {
        Terminal first = terminals.getFirst();
        first.interrupt();
        if (terminals.size() > 1) {
            terminals.removeFirst();
        }
    }

    private String uri() {
        return server == null ? System.getProperty("elector.guide.postgres.uri") : server.uri();
    }

    /** As a repository that can be cloned, with what is not committed yet. */
    private Path copyOfTheSources() throws Exception {
        Path copy = folder.resolve("sources");
        Path top = Page.TOP.toAbsolutePath().normalize();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_COPIED.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(top.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, copy.resolve(top.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        Shell shell = new Shell(copy, List.of(), copy);
        for (String command : List.of(
                "git init -q",
                "git add -A",
                "git -c user.name=guide -c user.email=guide@localhost commit -q -m sources")) {
            shell.run(command);
        }
        return copy;
    }
}
