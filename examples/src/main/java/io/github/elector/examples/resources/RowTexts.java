// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Rows as JSON texts for statements that take many at once: a thousand each or a million characters, whichever is less.
 * A text is made when it is asked for, so that the event loop does something else in between.
 */
final class RowTexts<T> implements Iterator<String> {
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CHARACTERS = 1_000_000;

    private final Iterator<T> rest;
    private final Function<T, JsonObject> form;

    RowTexts(Collection<T> all, Function<T, JsonObject> form) {
        this.rest = all.iterator();
        this.form = form;
    }

    @Override
    public boolean hasNext() {
        return rest.hasNext();
    }

    @Override
    public String next() {
        if (!rest.hasNext()) {
            throw new NoSuchElementException("no rows are left");
        }
        JsonArray rows = new JsonArray();
        int characters = 0;
        while (rest.hasNext() && rows.size() < MOST_ROWS && characters < MOST_CHARACTERS) {
            JsonObject row = form.apply(rest.next());
            characters += row.getString("data", "").length();
            rows.add(row);
        }
        return rows.encode();
    }
}
