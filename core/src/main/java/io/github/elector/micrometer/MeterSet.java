// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Meters that come and go together. Several threads may read them; one at a time makes or removes them. */
final class MeterSet {
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    /** Every one of them has these tags. */
    MeterSet(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    Counter counter(String name, String description, String... more) {
        return kept(Counter.builder(name)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
    }

    /** One for each of these words, as the value of a tag. */
    <E extends Enum<E>> Map<E, Counter> counters(
            String name, String description, String tag, Class<E> words, Function<E, String> text) {
        Map<E, Counter> counters = new EnumMap<>(words);
        for (E word : words.getEnumConstants()) {
            counters.put(word, counter(name, description, tag, text.apply(word)));
        }
        return counters;
    }

    Timer timer(String name, String description, String... more) {
        return kept(Timer.builder(name)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
    }

    /** It keeps what it reads from being collected. */
    void gauge(String name, String description, Supplier<Number> value) {
        kept(Gauge.builder(name, value).description(description).tags(tags).register(registry));
    }

    /** The same in seconds. */
    void seconds(String name, String description, Supplier<Number> value) {
        kept(Gauge.builder(name, value)
                .description(description)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    }

    /** None of them is there any more. */
    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }
}
