// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

/**
 * The system properties by which a provider is known: what a label is to a pod. This is the one place that names them.
 *
 * <pre>{@code java -Ddubbo.application=shop -Ddubbo.port=20880 -Ddubbo.mesh=zk1 … com.acme.Shop}</pre>
 *
 * <p>They are options of the JVM on its command line, in front of the main class. What stands in a file of arguments, in
 * JDK_JAVA_OPTIONS or is set by the program itself, nobody outside can see.
 *
 * @param application its name; without it a JVM is no provider
 * @param port of its RPC service
 * @param mesh in which mesh it is: the id of the registry where it registers
 * @param host at which address it serves; optional, that of the host if it is not there
 */
public record Markers(String application, String port, String mesh, String host) {
    /** Of a provider that says nothing else. */
    public static final Markers DEFAULT = new Markers("dubbo.application", "dubbo.port", "dubbo.mesh", "dubbo.host");
}
