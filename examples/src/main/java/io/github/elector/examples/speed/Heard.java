// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

/**
 * Something a member told on its event bus.
 *
 * @param node which member
 * @param type of an elector's notice, or of Discovery's news
 * @param term it is about
 * @param nanos when, on the clock of {@link System#nanoTime()}: of a notice when it happened, of news when it was heard
 */
record Heard(String node, String type, String term, long nanos) {}
