// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

/** What a nemesis does, and how often against the others. */
enum NemesisFault {
    /** SIGSTOP, and SIGCONT later. */
    PAUSE("process paused (SIGSTOP)", 30),
    /** kill -9, and a new process. */
    KILL("process killed (kill -9)", 7),
    /** SIGTERM, and a new process. */
    TERMINATE("process told to end (SIGTERM)", 5),
    /** A leader is asked to give one component up. */
    RESIGN("leader asked to resign", 20),
    /** Nothing passes on the line of one replica, silently. */
    CUT("line cut, both ways", 9),
    /** What it sends arrives later. */
    CUT_TO_SERVER("line cut, to the database", 7),
    /** What it is answered arrives later. */
    CUT_TO_REPLICA("line cut, from the database", 7),
    /** All connections of one replica are reset. */
    RESET("connections reset", 4),
    /** The database ends one connection of somebody. */
    CONNECTION("connection ended by the server", 6),
    /** The database is stopped and started again. */
    RESTART("database restarted", 1),
    /** The database is killed and started again. */
    CRASH("database killed (kill -9)", 1);

    private final String title;
    private final int weight;

    NemesisFault(String title, int weight) {
        this.title = title;
        this.weight = weight;
    }

    /** For a column of a table. */
    String title() {
        return title;
    }

    /** It is drawn this often in the sum of all weights. */
    int weight() {
        return weight;
    }

    /** Whether it needs a database of our own. */
    boolean needsServer() {
        return this == RESTART || this == CRASH;
    }

    /** Whether it is done to one replica, which is out of the game until it is over. */
    boolean takesReplica() {
        return !needsServer() && this != RESIGN && this != CONNECTION;
    }
}
