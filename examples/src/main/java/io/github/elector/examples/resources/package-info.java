// SPDX-License-Identifier: Apache-2.0

/**
 * Resources in SQL: what leaders find out about a mesh, written through the fence, merged by views.
 *
 * <p>Read {@link io.github.elector.examples.resources.Resource} first, then
 * {@link io.github.elector.examples.resources.ResourceWriter}, which is all that Discovery and Engine use, then the
 * statements of one database.
 *
 * <p>Each table has one writer: Discovery writes {@code rpc_instances} and {@code registry_resources}, Engine writes
 * {@code runtime_instances}. Their leaders may be on different replicas, so no row is shared between them: what belongs
 * together is put together by the view {@code instances}, and counted by {@code applications}. A row is there while
 * either source has it. Both meet where application, address and port are equal; else where only one of each is at an
 * address, and what is known of the other does not contradict.
 *
 * <p>Every row says who wrote it: term and holder. {@code resource_journal} is appended to in the same transactions and
 * never changed. Its numbers follow the order of commits of a component, since no two of its fenced transactions are
 * open at once in different terms: so its terms never decrease, which is what the tests ask it.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.resources;
