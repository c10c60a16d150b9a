// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.ArrayList;
import java.util.List;

/** In which orders the nodes of a world may be told: equal machines may change places. */
final class Places {
    private Places() {}

    /** For each order the place of each node. */
    static List<int[]> of(List<Machine> machines) {
        List<int[]> orders = new ArrayList<>();
        place(machines, new int[machines.size()], 0, 0, orders);
        return List.copyOf(orders);
    }

    private static void place(List<Machine> machines, int[] places, int node, int taken, List<int[]> orders) {
        if (node == machines.size()) {
            orders.add(places.clone());
            return;
        }
        for (int place = 0; place < machines.size(); place++) {
            if ((taken & 1 << place) == 0 && machines.get(place).equals(machines.get(node))) {
                places[node] = place;
                place(machines, places, node + 1, taken | 1 << place, orders);
            }
        }
    }
}
