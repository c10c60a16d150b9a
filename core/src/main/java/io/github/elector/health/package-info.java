// SPDX-License-Identifier: Apache-2.0
/** Electors and their work in the health checks of Vert.x, for applications that have them; nothing else here does. */
package io.github.elector.health;
