// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

/** What must not grow with the number of terms, and by how much it may all the same. */
enum Gauge {
    /** Of the whole process. */
    THREADS("threads", 4, 1),
    /** Of the event buses. */
    CONSUMERS("event-bus consumers", 4, 1),
    /** Of Vert.x. */
    TIMERS("timers", 8, 1),
    /** Of Vert.x. */
    DEPLOYMENTS("deployed verticles", 4, 1),
    /** As the server counts them. */
    CONNECTIONS("connections at server", 4, 1),
    /** Open in this process. */
    SOCKETS("sockets", 4, 1),
    /** Open in this process, sockets included. */
    DESCRIPTORS("file descriptors", 8, 1),
    /** In use after a collection. */
    HEAP("heap after GC, MiB", 4, 1024 * 1024);

    private final String title;
    private final double tolerance;
    private final double unit;

    Gauge(String title, double tolerance, double unit) {
        this.title = title;
        this.tolerance = tolerance;
        this.unit = unit;
    }

    /** For a column of a table. */
    String title() {
        return title;
    }

    /** By how much the last tenth of the samples may be above the first. */
    double tolerance() {
        return tolerance;
    }

    /** What one is called in samples. */
    double unit() {
        return unit;
    }
}
