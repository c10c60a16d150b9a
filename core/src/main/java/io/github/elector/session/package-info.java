// SPDX-License-Identifier: Apache-2.0
/**
 * A host's session, and what the host has seen of the others. Pure: the JDK and arguments only.
 *
 * <p><b>The own session</b> ({@link io.github.elector.session.SessionState}) is opened by inserting a row and kept
 * alive by one heartbeat per interval. A heartbeat that is answered yes gives a {@link io.github.elector.session.Grant}:
 *
 * <pre>
 *   t0 = before it was sent
 *   |----------------- lease x (1 - rho) -----------------| hard end: no term answers valid any more
 *   |------------------------------------|---- stop ------|
 *                                        soft end: the session lapses, its work is told to stop
 * </pre>
 *
 * <p>The time that has passed is the larger of monotonic and wall-clock time since that grant. Silence leaves the ends
 * where they are; a definite no, or the soft end, is the end of the session and of all its terms. It is never revived,
 * and a yes that comes later is not accepted: between the soft end and that yes others may have begun to count it out.
 *
 * <p><b>The others</b> ({@link io.github.elector.session.Observations}) are judged without comparing clocks. A session
 * whose version was seen unchanged for lease x (1 + rho), counted from when its first sight <em>arrived</em>, has
 * passed its hard end: its last yes was asked for before that version existed, and so before it was first seen. It is
 * closed by a statement that names the version, and once closed it can never become alive again.
 */
package io.github.elector.session;
