// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.DurationOption;
import io.github.elector.examples.cluster.IdleWork;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What the command {@code many} and its processes agree on. */
final class ManyOptions {
    private static final int MOST_COMPONENTS = 1_000_000;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many components each process campaigns for (${DEFAULT-VALUE}).")
    private int components = 10_000;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "30s",
            description =
                    "Lease (${DEFAULT-VALUE}); a heartbeat comes each third of it, a look each sixth at the latest.")
    private Duration lease = Duration.ofSeconds(30);

    int components() {
        return components;
    }

    Duration lease() {
        return lease;
    }

    /** The name of one of them; 1 is the first. */
    String component(int number) {
        return String.format(Locale.ROOT, "many/%07d", number);
    }

    /** A verticle that does nothing; told of is each term. */
    TermWork work(Consumer<Term> told) {
        return TermWork.of(term -> {
            told.accept(term);
            return new IdleWork();
        });
    }

    /**
     * The same in the options of an elector.
     *
     * @throws IllegalArgumentException if something cannot be used
     */
    ElectorOptions applyTo(ElectorOptions options) {
        Bounds.checkNumber("--components", components, 1, MOST_COMPONENTS);
        options.setLease(lease)
                .setRenew(lease.dividedBy(3))
                .setRetry(lease.dividedBy(6))
                .setStop(lease.dividedBy(6))
                .timing();
        return options;
    }

    /** The same on the command line of another process. */
    List<String> arguments() {
        return List.of("--components=" + components, "--lease=" + lease.toMillis() + "ms");
    }
}
