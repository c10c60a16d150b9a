// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.vertx.core.VerticleBase;

/** Work that does nothing: what is measured with it is the election, a deployment and an undeployment. */
final class IdleWork extends VerticleBase {}
