// SPDX-License-Identifier: Apache-2.0

/** The lease store on SQL, over the Vert.x reactive clients. */
package io.github.elector.sql;
