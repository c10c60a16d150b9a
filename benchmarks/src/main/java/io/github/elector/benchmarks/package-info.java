// SPDX-License-Identifier: Apache-2.0

/**
 * What an election costs, measured, with JMH: {@code java -jar benchmarks/target/benchmarks.jar}, or a part of it by name.
 *
 * <ul>
 *   <li>{@code Sql…}: heartbeat, look and acquire on a real database, each beside the statement it sends and beside the
 *       least that anybody could send, by the same client on the same server; {@link
 *       io.github.elector.benchmarks.Ratios} makes the ratios of one run.
 *   <li>{@code Fence}: a fenced write beside a plain one. {@code Floor}: what nothing on this machine can be faster than.
 *   <li>{@code MemoryStore}, {@code ElectionStep}, {@code Notice}, {@code Options}, {@code RowsBenchmark}, {@code Mutiny},
 *       {@code driver.Heartbeat}: without a database, or without its part in it.
 * </ul>
 *
 * <p>How asynchronous code is measured is told by {@link io.github.elector.benchmarks.Window}, which server by {@link
 * io.github.elector.benchmarks.BenchmarkDatabase}. A benchmark looks at every answer it gets, and fails where it is not
 * the one it is about: a heartbeat of a session that is closed is fast, and means nothing. Some lie in packages of other
 * modules, whose insides are nobody else's business.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.benchmarks;
