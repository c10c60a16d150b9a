// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether a page is served, and where. */
public final class ConsoleOption {
    @Option(
            names = "--console",
            paramLabel = "[HOST:]PORT",
            converter = Converter.class,
            description = {
                "Serves a page that shows who leads what, live, to whoever reaches it: on the",
                "loopback interface unless a host is given. Port 0 is any that is free."
            })
    private @Nullable ConsoleAddress address;

    /** Where; empty if no page was asked for. */
    public Optional<ConsoleAddress> address() {
        return Optional.ofNullable(address);
    }

    /** Says what is wrong in our own words. */
    static final class Converter implements ITypeConverter<ConsoleAddress> {
        @Override
        public ConsoleAddress convert(String value) {
            try {
                return ConsoleAddress.parse(value);
            } catch (IllegalArgumentException unusable) {
                throw new TypeConversionException(String.valueOf(unusable.getMessage()));
            }
        }
    }
}
