// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * The database server as it describes itself in an answer.
 *
 * @param generation which life of it answered
 * @param upMillis for how long this life has lasted, by its own clock; 0 when it cannot tell
 */
public record Server(Generation generation, long upMillis) {
    public Server {
        upMillis = Math.max(0, upMillis);
    }
}
