// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.configuration;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code docs/configuration.md}. */
final class ConfigurationPage {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    private ConfigurationPage() {}

    /** Its blocks of JSON, in order. */
    static List<JsonObject> json() throws IOException {
        return found("(?s)```json\n(.*?)```").stream()
                .map(block -> new JsonObject(block.group(1)))
                .toList();
    }

    static List<MatchResult> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .toList();
    }
}
