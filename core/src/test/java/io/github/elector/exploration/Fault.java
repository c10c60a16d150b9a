// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

/** What may go wrong. A world allows each of these so many times, see {@link Scope}. */
enum Fault {
    /** A request or an answer never arrives. */
    LOSS,
    /** A request or an answer arrives at any later instant, also after its sender gave up or died. */
    DELAY,
    /** A process dies with all it knew; it may be started again at any instant, as another incarnation. */
    CRASH,
    /** A process stands still while time passes for everything else; what has piled up is handled in every order. */
    PAUSE,
    /** The database's clock is set ahead, or back, by more than a lease. */
    DATABASE_STEP,
    /** A node's wall clock is set ahead, or back, by more than a lease. */
    WALL_STEP,
    /** A gate, a start or a stop of work takes until any later instant. */
    SLOW_WORK,
    /** Work never ends. */
    HUNG_WORK,
    /** Somebody asks a node to give up what it has, or asks for. */
    RESIGNATION,
    /** Somebody says that the latest term was released, whether that is so or not. */
    HINT
}
