// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Settings;

/**
 * How a pod is understood.
 *
 * @param application where its application stands; a pod that does not say is none of ours
 * @param port where the port of its RPC service stands
 * @param mesh where its mesh stands
 * @param main which container is looked at
 */
record PodRules(Identifier application, Identifier port, Identifier mesh, MainContainer main) {
    static final PodRules DEFAULT = new PodRules(
            Identifier.label("org.apache.dubbo/dubbo-app-name"),
            Identifier.label("org.apache.dubbo/dubbo-rpc-port"),
            Identifier.label("org.apache.dubbo/registry"),
            new MainContainer.ByIndex(0));

    static PodRules from(Settings settings) {
        return new PodRules(
                Identifier.from(settings.part("dubboAppIdentifier"), DEFAULT.application),
                Identifier.from(settings.part("dubboRPCPortIdentifier"), DEFAULT.port),
                Identifier.from(settings.part("dubboDiscoveryIdentifier"), DEFAULT.mesh),
                MainContainer.from(settings.part("mainContainerChooseStrategy")));
    }
}
