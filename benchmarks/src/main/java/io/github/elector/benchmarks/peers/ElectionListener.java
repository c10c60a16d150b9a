// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

/** What a contender's application is told. On any thread; neither method blocks. */
public interface ElectionListener {
    /** This process leads the component from now on. */
    void elected(String component);

    /** This process does not lead it any more, for whatever reason. */
    void ended(String component);
}
