// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** What speaks SQL differently. */
enum Brand {
    POSTGRES,
    MYSQL
}
