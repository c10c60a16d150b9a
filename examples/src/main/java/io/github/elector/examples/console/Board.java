// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is shown, in sections: each is one JSON value that is replaced as a whole, and knows with which version that
 * happened. Whoever has seen a version gets the sections that changed since, so nobody needs a queue of changes.
 */
final class Board implements Chronicle.Sections {
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private long version;

    /** Changes with every change. */
    long version() {
        return version;
    }

    /** Replaces a section; if it is the same as before, nothing has changed. */
    @Override
    public void put(String name, Object json) {
        putText(name, Json.encode(json));
    }

    /** The section is not here any more, which is no change by itself: another section says what there is. */
    @Override
    public void remove(String name) {
        sections.remove(name);
    }

    /** The sections that changed after this version, as {@code {"sections":{…},"now":…}}; 0 for all. */
    String since(long seen, long nowMillis) {
        StringBuilder json = new StringBuilder("{\"sections\":{");
        String separator = "";
        for (Map.Entry<String, Section> section : sections.entrySet()) {
            if (section.getValue().version() > seen) {
                json.append(separator)
                        .append(Json.encode(section.getKey()))
                        .append(':')
                        .append(section.getValue().text());
                separator = ",";
            }
        }
        return json.append("},\"now\":").append(nowMillis).append('}').toString();
    }

    private void putText(String name, String text) {
        Section before = sections.get(name);
        if (before == null || !before.text().equals(text)) {
            version++;
            sections.put(name, new Section(text, version));
        }
    }

    private record Section(String text, long version) {}
}
