// SPDX-License-Identifier: Apache-2.0
/** The page of the configuration, and electors that are a configuration alone. */
package io.github.elector.examples.configuration;
