// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table as the statements of a dialect need it.
 *
 * @param name which
 * @param key the column that alone is its primary key
 * @param columns their types, in the words of {@link SchemaDialect#describe}
 */
record WantedTable(TableName name, String key, Map<String, String> columns) {
    WantedTable(TableName name, String key) {
        this(name, key, Map.of());
    }

    /** The same with one column more. */
    WantedTable with(String column, String type) {
        Map<String, String> more = new LinkedHashMap<>(columns);
        more.put(column, type);
        return new WantedTable(name, key, Collections.unmodifiableMap(more));
    }
}
