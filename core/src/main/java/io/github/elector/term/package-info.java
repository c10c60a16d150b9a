// SPDX-License-Identifier: Apache-2.0
/** What runs during a term: the deployer that answers for a component's work, and the guard around each verticle. */
package io.github.elector.term;
