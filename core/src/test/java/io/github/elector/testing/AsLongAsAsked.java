// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Tests that a system property makes longer: the time-out of all others, which is in the parent POM, is not theirs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Timeout(value = 7, unit = TimeUnit.DAYS)
public @interface AsLongAsAsked {}
