// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A deep copy of a graph of the project's own objects, so that a host can go on in two ways from one state.
 *
 * <p>Values are shared: records of values, enums, what the JDK cannot change. Collections of the JDK are copied element
 * by element in their order. Whatever else is met is an error and not a guess. One instance makes one copy: what is
 * reached on two ways is one object in the copy too.
 */
final class Twin {
    private static final String OURS = "io.github.elector.";
    private static final MethodHandle ALLOCATE = allocator();

    private static final ClassValue<Plan> PLANS = new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
            return plan(type);
        }
    };

    private Object[] originals = new Object[64];
    private Object[] copies = new Object[64];
    private int met;

    /** How objects of one class are copied. */
    private interface Plan {
        Object copy(Object original, Twin twin) throws Throwable;
    }

    /** The copy of this object, the same one each time. */
    @SuppressWarnings("unchecked")
    <T> T of(T original) {
        return (T) copy(original);
    }

    private Object copy(Object original) {
        try {
            return PLANS.get(original.getClass()).copy(original, this);
        } catch (RuntimeException | Error broken) {
            throw broken;
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot copy a " + original.getClass(), impossible);
        }
    }

    private @Nullable Object copyOrNull(@Nullable Object original) {
        return original == null ? null : copy(original);
    }

    private @Nullable Object known(Object original) {
        for (int i = 0; i < met; i++) {
            if (originals[i] == original) {
                return copies[i];
            }
        }
        return null;
    }

    private void meet(Object original, Object copy) {
        if (met == originals.length) {
            originals = Arrays.copyOf(originals, 2 * met);
            copies = Arrays.copyOf(copies, 2 * met);
        }
        originals[met] = original;
        copies[met++] = copy;
    }

    // Plans.

    private static Plan plan(Class<?> type) {
        if (isValue(type)) {
            return (original, twin) -> original;
        }
        if (type == ArrayList.class) {
            return (original, twin) -> twin.fill(new ArrayList<>(), (Collection<?>) original);
        }
        if (type == LinkedHashSet.class) {
            return (original, twin) -> twin.fill(new LinkedHashSet<>(), (Collection<?>) original);
        }
        if (type == HashSet.class) {
            return (original, twin) -> twin.fill(new HashSet<>(), (Collection<?>) original);
        }
        if (type == PriorityQueue.class) {
            return (original, twin) -> twin.queue((PriorityQueue<?>) original);
        }
        if (type == LinkedHashMap.class) {
            return (original, twin) -> twin.fill(new LinkedHashMap<>(), (Map<?, ?>) original);
        }
        if (type == HashMap.class) {
            return (original, twin) -> twin.fill(new HashMap<>(), (Map<?, ?>) original);
        }
        if (type.isRecord()) {
            return recordPlan(type);
        }
        if (type.getName().startsWith(OURS)) {
            return objectPlan(type);
        }
        throw new IllegalStateException("no rule how to copy a " + type.getName());
    }

    /** Whether nothing of it ever changes. Interfaces of ours stand for records, and the JDK's classes for themselves. */
    private static boolean isValue(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || type.isHidden() || type.isInterface()) {
            return true;
        }
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .allMatch(component -> component == Object.class || isValue(component));
        }
        return type == String.class
                || type == Long.class
                || type == Integer.class
                || type == Boolean.class
                || type.getName().startsWith("java.util.Optional")
                || type.getName().startsWith("java.util.ImmutableCollections");
    }

    private static Plan recordPlan(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            List<Field> fields = fields(type);
            return (original, twin) -> {
                Object[] values = new Object[fields.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = twin.copyOrNull(fields.get(i).get(original));
                }
                return constructor.newInstance(values);
            };
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a record without its constructor: " + type, impossible);
        }
    }

    private static Plan objectPlan(Class<?> type) {
        Field[] fields = fields(type).toArray(Field[]::new);
        return (original, twin) -> {
            Object known = twin.known(original);
            if (known != null) {
                return known;
            }
            Object copy = ALLOCATE.invokeExact((Class<?>) type);
            twin.meet(original, copy);
            for (Field field : fields) {
                twin.copyField(field, original, copy);
            }
            return copy;
        };
    }

    private void copyField(Field field, Object original, Object copy) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == long.class) {
            field.setLong(copy, field.getLong(original));
        } else if (type == int.class) {
            field.setInt(copy, field.getInt(original));
        } else if (type == boolean.class) {
            field.setBoolean(copy, field.getBoolean(original));
        } else {
            field.set(copy, copyOrNull(field.get(original)));
        }
    }

    /** Every field of every object of the class, in the order of the source. */
    static List<Field> fields(Class<?> type) {
        if (type.getSuperclass() != Object.class && type.getSuperclass() != Record.class) {
            throw new IllegalStateException("no rule for inherited fields of " + type.getName());
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    // Collections.

    private Object fill(Collection<Object> copy, Collection<?> original) {
        for (Object element : original) {
            copy.add(copy(element));
        }
        return copy;
    }

    private Object fill(Map<Object, Object> copy, Map<?, ?> original) {
        for (Map.Entry<?, ?> entry : original.entrySet()) {
            copy.put(copy(entry.getKey()), copy(entry.getValue()));
        }
        return copy;
    }

    /** What is added in the order of a heap stays in that order. */
    @SuppressWarnings("unchecked")
    private Object queue(PriorityQueue<?> original) {
        PriorityQueue<Object> elements = (PriorityQueue<Object>) original;
        return fill(new PriorityQueue<>(elements.comparator()), elements);
    }

    /** Objects without a call of their constructor; named by text, since the compiler warns of the class itself. */
    private static MethodHandle allocator() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "allocateInstance", MethodType.methodType(Object.class, Class.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("this JVM cannot make objects without their constructor", impossible);
        }
    }
}
