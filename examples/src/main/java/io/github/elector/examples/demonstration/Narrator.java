// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cluster.ReplicaEvent;
import java.time.Duration;
import java.util.List;

/** Who tells a demonstration while it happens, and what came of it. */
interface Narrator {
    /** It begins; {@code database} says on which. */
    void begin(String database, Duration lease);

    /** It can be looked at there. */
    void console(String url);

    /** Something happened to a replica. */
    void event(ReplicaEvent event);

    /** A part begins. */
    void part(String text);

    /** A replica is lost, and with it these components lose their leader. */
    void loss(Loss loss, String node, List<String> components);

    /** Something happened to a provider. */
    void provider(ProviderStep step);

    /** What it came to. */
    void end(Verdict verdict);
}
