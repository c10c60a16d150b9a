// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery: what a registry holds, in SQL, by a leader alone.
 *
 * <p>Read {@link io.github.elector.examples.discovery.DiscoveryVerticle} first: it is the work of one term, and shows how a
 * component of one's own is written. {@code RegistryLink} keeps a session at the registry, {@code RegistryReader} makes
 * resources out of nodes with the help of one small class for each kind, and
 * {@link io.github.elector.examples.resources.ResourceWriter} writes them behind the fence.
 *
 * <p>Why nothing is missed: the watches are set before the list is read; what they tell meanwhile is kept and looked at
 * again afterwards; and whenever something may not have been told, because the session is new or was cut off, the list is
 * read again. Why nothing old is written: a node is read again when it is looked at, one piece of work is done at a time, a
 * row that is as new is left alone, and the fence stops a leader that is none any more.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.discovery;
