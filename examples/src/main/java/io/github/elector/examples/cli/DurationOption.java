// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as people write it: {@code 500ms}, {@code 3s}, {@code 1m}, {@code 1h}. */
public final class DurationOption implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(-?\\d{1,40})(ms|s|m|h)");
    private static final int SHOWN_LENGTH = 40;

    @Override
    public Duration convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            String shown = text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text;
            throw new TypeConversionException(
                    "'" + shown + "' is no duration: write a whole number with its unit, such as 500ms, 3s or 1m");
        }
        BigInteger millis = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(millisOf(parts.group(2))));
        if (millis.bitLength() > 62) {
            throw new TypeConversionException(
                    "'" + text + "' is too long to count in milliseconds: the longest lease is 24h");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
