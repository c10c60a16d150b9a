// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Phase;

/** How far a pod has come, from what its status says. */
final class PodPhase {
    private PodPhase() {}

    /** A pod that is to be deleted is terminating, whatever its status still says. */
    static Phase of(Pod pod) {
        if (pod.metadata().getValue("deletionTimestamp") != null) {
            return Phase.TERMINATING;
        }
        return switch (pod.text(pod.status(), "phase").orElse("")) {
            case "Pending" -> isCrashing(pod) ? Phase.CRASHING : Phase.STARTING;
            case "Running" -> running(pod);
            case "Succeeded" -> Phase.SUCCEEDED;
            case "Failed" -> Phase.FAILED;
            default -> Phase.UNKNOWN;
        };
    }

    private static Phase running(Pod pod) {
        if (isCrashing(pod)) {
            return Phase.CRASHING;
        }
        boolean isReady = pod.conditions().stream()
                .anyMatch(each -> "Ready".equals(each.getValue("type")) && "True".equals(each.getValue("status")));
        return isReady ? Phase.RUNNING : Phase.STARTING;
    }

    private static boolean isCrashing(Pod pod) {
        return pod.containerStatuses().stream()
                .map(status -> pod.part(pod.part(status, "state"), "waiting"))
                .map(waiting -> waiting.getValue("reason"))
                .anyMatch("CrashLoopBackOff"::equals);
    }
}
