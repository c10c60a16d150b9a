// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the latest texts, which takes longer than to look it up: of 100 at most, those that were not asked for
 * the longest go first, and of none that is longer than 10 000 characters, so that it never takes more than a few MB. Safe
 * to use from any thread; what two ask for at once may be made twice.
 *
 * @param <K> what a text is made of, equal if the text is the same
 */
final class LatestTexts<K> {
    static final int MOST = 100;
    static final int LONGEST = 10_000;

    private final Map<K, String> texts = new MostRecent<>(MOST);

    /** The text; as {@code make} fails, and then nothing is kept. */
    String get(K key, Supplier<String> make) {
        String known = known(key);
        if (known != null) {
            return known;
        }
        String made = make.get();
        if (made.length() <= LONGEST) {
            keep(key, made);
        }
        return made;
    }

    private synchronized @Nullable String known(K key) {
        return texts.get(key);
    }

    private synchronized void keep(K key, String made) {
        texts.put(key, made);
    }
}
