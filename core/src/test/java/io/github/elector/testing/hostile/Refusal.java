// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

/** What every refusal of bad input has to be. */
public final class Refusal {
    private static final int LONGEST = 1_000;

    private Refusal() {}

    /**
     * Fails unless it is of the type that was promised, short, in one line, and without the secret, causes included.
     *
     * @param saying a word that must be in it: what was refused
     */
    public static void check(Throwable refusal, Class<? extends Throwable> promised, String saying) {
        if (refusal.getClass() != promised) {
            throw new AssertionError(
                    "not " + promised.getSimpleName() + " but "
                            + refusal.getClass().getName(),
                    refusal);
        }
        String message = String.valueOf(refusal.getMessage());
        if (message.length() > LONGEST) {
            throw new AssertionError(
                    "a refusal of " + message.length() + " characters: " + message.substring(0, LONGEST));
        }
        if (!isOneLine(message)) {
            throw new AssertionError("a refusal that its content broke: " + message);
        }
        if (!message.contains(saying)) {
            throw new AssertionError("a refusal that does not say '" + saying + "': " + message);
        }
        String everything = Overheard.textOf(refusal);
        if (Secret.TOKEN.isIn(everything)) {
            throw new AssertionError("the secret in a refusal: " + everything);
        }
        if (everything.length() > 100 * LONGEST) {
            throw new AssertionError(
                    "a refusal whose stack trace has " + everything.length() + " characters: " + message);
        }
    }

    /** Whether it can stand in a log without making it lie. */
    static boolean isOneLine(String text) {
        return text.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        });
    }
}
