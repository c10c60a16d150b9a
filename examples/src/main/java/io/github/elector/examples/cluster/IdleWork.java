// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.vertx.core.VerticleBase;

/** Work that does nothing: what is measured with it is the election, a deployment and an undeployment. */
public final class IdleWork extends VerticleBase {}
