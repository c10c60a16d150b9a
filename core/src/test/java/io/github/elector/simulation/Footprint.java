// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How much somebody remembers: the elements of all collections and maps that can be reached from him. */
final class Footprint {
    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> todo = new ArrayDeque<>();
    private long elements;

    private Footprint() {}

    /** Of this object and all that it is made of, without what belongs to the JDK. */
    static long of(Object root) {
        Footprint footprint = new Footprint();
        footprint.visit(root);
        while (!footprint.todo.isEmpty()) {
            footprint.open(footprint.todo.remove());
        }
        return footprint.elements;
    }

    private void visit(Object object) {
        if (object != null && !(object instanceof Enum) && seen.add(object)) {
            todo.add(object);
        }
    }

    private void open(Object object) {
        if (object instanceof Collection<?> all) {
            elements += all.size();
            all.forEach(this::visit);
        } else if (object instanceof Map<?, ?> map) {
            elements += map.size();
            map.keySet().forEach(this::visit);
            map.values().forEach(this::visit);
        } else if (object.getClass().isArray()
                && !object.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                visit(Array.get(object, i));
            }
        } else if (object.getClass().getName().startsWith("io.github.elector.") && !isOfTheSimulation(object)) {
            fields(object.getClass()).forEach(field -> visit(value(field, object)));
        }
    }

    private static boolean isOfTheSimulation(Object object) {
        return object.getClass().getPackageName().equals(Footprint.class.getPackageName());
    }

    private static List<Field> fields(Class<?> type) {
        return FIELDS.computeIfAbsent(type, Footprint::find);
    }

    private static List<Field> find(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(field + " was made accessible", impossible);
        }
    }
}
