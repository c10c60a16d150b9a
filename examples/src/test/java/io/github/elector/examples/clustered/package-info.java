// SPDX-License-Identifier: Apache-2.0
/** Electors on a clustered event bus: several JVMs on Hazelcast, whole and split. */
package io.github.elector.examples.clustered;
