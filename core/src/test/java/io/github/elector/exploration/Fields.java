// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.lang.reflect.Field;
import java.util.Arrays;

/** Fields of shipped classes that only reflection reaches. A name that is not there any more is an error at once. */
final class Fields {
    private Fields() {}

    static Field of(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException gone) {
            throw new IllegalStateException(type.getName() + " has no field " + name + " any more", gone);
        }
    }

    static Class<?> nested(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getName() + " has no class " + name + " any more"));
    }

    static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException("there is no class " + name + " any more", gone);
        }
    }

    static Object get(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot read " + field, impossible);
        }
    }

    static long getLong(Field field, Object owner) {
        try {
            return field.getLong(owner);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot read " + field, impossible);
        }
    }

    static boolean getBoolean(Field field, Object owner) {
        try {
            return field.getBoolean(owner);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot read " + field, impossible);
        }
    }
}
