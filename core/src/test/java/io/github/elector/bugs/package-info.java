// SPDX-License-Identifier: Apache-2.0
/** Plausible mistakes, each put into the shipped code on its own, and what catches it; see docs/seeded-bugs.md. */
package io.github.elector.bugs;
