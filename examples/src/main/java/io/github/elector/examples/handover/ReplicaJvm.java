// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.handover;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How soon the JVMs of replicas that are measured compile.
 *
 * <p>Only the first compiler works in them: the second would do so in the background all the while, and be measured with
 * the rest on a small machine.
 */
enum ReplicaJvm {
    /** When a JVM does so by itself, after some 200 calls of a method: a few rounds to warm up warm up little. */
    DEFAULT,
    /** After a few calls, so that what is measured is not the interpreter. */
    QUICK;

    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final List<String> SOONER = List.of(
            "-XX:Tier3InvocationThreshold=5", "-XX:Tier3MinInvocationThreshold=3", "-XX:Tier3CompileThreshold=5");

    /** On the command line of the JVM. */
    List<String> options() {
        return this == QUICK ? Stream.of(SMALL, SOONER).flatMap(List::stream).toList() : SMALL;
    }

    /** As it is written on ours. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Says what there is to choose from. */
    static final class Converter implements ITypeConverter<ReplicaJvm> {
        @Override
        public ReplicaJvm convert(String text) {
            return Arrays.stream(values())
                    .filter(jvm -> jvm.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("it is one of "
                            + Arrays.stream(values()).map(ReplicaJvm::toString).collect(Collectors.joining(", "))));
        }
    }
}
