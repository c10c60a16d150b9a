// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * The row that says who leads a component, as a store read it.
 *
 * @param term the term and its holder
 * @param released whether the holder gave it back; its number stays for ever
 * @param generation of the server when the term was acquired
 */
public record Lease(TermId term, boolean released, Generation generation) {}
