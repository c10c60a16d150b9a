// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ComponentHealth;
import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.Gate;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.election.ElectionState;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.NoticeType;
import io.github.elector.session.ClaimWait;
import io.github.elector.sql.Fence;
import io.github.elector.sql.FenceTable;
import io.github.elector.store.LeaseStoreException;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide names is there, and what is there is named; the lists are those of the code. */
class GuideNamesTest {
    private static final Page EVENTS = Page.named("events.md");
    private static final Page OPTIONS = Page.named("options.md");
    private static final List<Class<?>> CALLED = List.of(
            Elector.class,
            ElectorVerticle.class,
            Term.class,
            TermWork.class,
            Gate.class,
            Fence.class,
            FenceTable.class);
    private static final Map<Class<?>, Object> NAMES = Map.of(
            ComponentName.class, new ComponentName("a-component"),
            SessionId.class, new SessionId("a-session~1"),
            NodeName.class, new NodeName("a-node"));
    private static final Pattern PARENT = Pattern.compile("(?:extends|implements) (\\w+)");
    private static final String OPTION_TABLE = "| key | default | what |";

    private static Set<String> texts(Stream<String> texts) {
        return texts.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> column(String table) {
        return new TreeSet<>(EVENTS.firstColumn(table));
    }

    // Options.

    @Test
    void optionsAndTheirDefaultsAreThoseOfTheCode() {
        Map<String, String> documented = new TreeMap<>();
        for (String row : OPTIONS.rows(OPTION_TABLE)) {
            String[] cells = row.split("\\|", -1);
            documented.put(cells[1].strip().replace("`", ""), cells[2].strip().replace("`", ""));
        }
        JsonObject defaults = new ElectorOptions().toJson();

        assertThat(documented.keySet()).isEqualTo(Keys.ofOptions());
        defaults.forEach(option -> {
            if (!List.of("component", "node", "store").contains(option.getKey())) {
                assertThat(documented.get(option.getKey()))
                        .as(option.getKey())
                        .isEqualTo(String.valueOf(option.getValue()));
            }
        });
    }

    /** Figures that follow from the defaults. */
    @Test
    void figuresAreThoseOfTheDefaults() {
        Timing timing = new ElectorOptions().timing();
        double bound = seconds(timing.observeNanos() + timing.stopNanos() + timing.retryNanos())
                + 2 * seconds(timing.storeTimeoutNanos())
                + Fence.DEFAULT_LIMIT.toSeconds();

        assertThat(OPTIONS.rows("| | | with the defaults |").stream().map(row -> row.split("\\|", -1)[3].strip()))
                .containsExactly(
                        seconds(timing.softNanos()) + " s",
                        seconds(timing.hardNanos()) + " s",
                        seconds(timing.observeNanos()) + " s",
                        TimeUnit.NANOSECONDS.toSeconds(timing.storeTimeoutNanos()) + " s");
        assertThat(OPTIONS.text()).contains("`Fence.limitedTo`, " + Fence.DEFAULT_LIMIT.toSeconds() + " s unless said");
        assertThat(Page.named("decisions/0014-fenced-transactions.md").text())
                .contains("One limit, F, " + Fence.DEFAULT_LIMIT.toSeconds() + " s by default");
        assertThat(Page.named("guarantees.md").text()).contains((int) bound + " s with the defaults as the bound");
    }

    private static double seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) / 1e3;
    }

    /** What {@code ElectorVerticle} and {@code TermWork} do not warn about. */
    @Test
    void keysOfComponentsAreThoseOfTheCode() {
        Pattern warning =
                Pattern.compile("UnknownKeys\\.warn\\(\"key of a [^\"]+\", \\w+, (Set\\.of\\([^)]+\\)|\\w+)\\)");
        Pattern literal = Pattern.compile("\"(\\w+)\"");
        Set<String> keys = new TreeSet<>(List.of("components"));
        Sources.shipped()
                .values()
                .forEach(source -> warning.matcher(source)
                        .results()
                        .map(found ->
                                found.group(1).startsWith("Set.of") ? found.group(1) : declared(source, found.group(1)))
                        .forEach(known -> literal.matcher(known).results().forEach(key -> keys.add(key.group(1)))));

        assertThat(keys).hasSize(5);
        assertThat(new TreeSet<>(OPTIONS.firstColumn("| key | what |"))).isEqualTo(keys);
    }

    private static String declared(String source, String constant) {
        int begin = source.indexOf(" " + constant + " = ");
        return source.substring(begin, source.indexOf(";\n", begin));
    }

    @Test
    void environmentVariablesAreNamedSomewhere() {
        Pattern asked = Pattern.compile("getenv\\(\"(\\w+)\"\\)");
        Set<String> variables = texts(Sources.shipped().values().stream()
                .flatMap(source -> asked.matcher(source).results())
                .map(found -> found.group(1)));
        Set<String> spans = texts(Page.all().stream().flatMap(page -> page.spans().stream()));

        assertThat(variables).isNotEmpty();
        assertThat(spans).containsAll(variables);
    }

    // Events, state, commands.

    @Test
    void typesOfEventsAreThoseOfTheCode() {
        assertThat(column("| `type` | what happened |"))
                .isEqualTo(texts(Arrays.stream(NoticeType.values()).map(NoticeType::text)));
    }

    @Test
    void fieldsOfEventsAreThoseOfTheCode() {
        assertThat(column("| field | in | what |")).isEqualTo(Keys.ofNotices());
    }

    @Test
    void reasonsAreThoseOfTheCode() {
        assertThat(column("| `reason` | what happened | what to do |"))
                .isEqualTo(texts(Arrays.stream(EndReason.values()).map(EndReason::text)));
    }

    @Test
    void keysOfTheStateAreThoseOfTheCode() {
        assertThat(column("| key | what |")).isEqualTo(Keys.ofState());
    }

    @Test
    void phasesAreThoseOfTheCode() {
        Set<String> phases = texts(Arrays.stream(ElectionState.Phase.values())
                .map(phase -> phase.name().toLowerCase(Locale.ROOT)));
        phases.add("observer");

        assertThat(column("| `phase` | |")).isEqualTo(phases);
    }

    @Test
    void whatAStandbyWaitsForIsThatOfTheCode() {
        assertThat(column("| `waitsFor` | what has to pass first |"))
                .isEqualTo(texts(Arrays.stream(ClaimWait.Cause.values()).map(ClaimWait.Cause::text)));
    }

    @Test
    void commandsAreThoseOfTheCode() {
        assertThat(column("| `command` | what |"))
                .isEqualTo(texts(Arrays.stream(CommandRequest.Action.values()).map(CommandRequest.Action::text)));
        assertThat(new Page(EVENTS.file(), EVENTS.section("## Commands")).firstColumn("| key | what |"))
                .containsExactlyInAnyOrderElementsOf(Keys.ofCommands());
        assertThat(EVENTS.section("## Commands"))
                .contains(
                        "| " + CommandRequest.NO_REQUEST + " |",
                        "| " + CommandRequest.CONFLICT + " |",
                        "| " + CommandRequest.TOO_MANY + " |");
    }

    @Test
    void addressesAreThoseOfTheCode() throws ReflectiveOperationException {
        Addresses addresses = new Addresses(Addresses.DEFAULT_PREFIX);
        Set<String> real = new TreeSet<>();
        for (Method method : Addresses.class.getDeclaredMethods()) {
            if (method.getReturnType() == String.class
                    && !Set.of("prefix", "toString").contains(method.getName())) {
                Object[] names = Arrays.stream(method.getParameterTypes())
                        .map(NAMES::get)
                        .toArray();
                real.add(method.invoke(addresses, names)
                        .toString()
                        .replace(NAMES.get(ComponentName.class).toString(), "<component>")
                        .replace(NAMES.get(SessionId.class).toString(), "<session>")
                        .replace(NAMES.get(NodeName.class).toString(), "<node>"));
            }
        }

        assertThat(column("| address | what |")).isEqualTo(real);
    }

    /** On every page: an address is one of these, or is completed to one. */
    @Test
    void everyAddressOnAnyPageIsOne() {
        Set<String> real = column("| address | what |");
        Set<String> kinds = texts(real.stream().map(address -> address.replaceAll("<.*", "")));
        Pattern address = Pattern.compile("\"(elector\\.[\\w.<>-]+)\"");

        for (Page page : Page.all()) {
            assertThat(address.matcher(page.text()).results().map(found -> found.group(1)))
                    .as(page.name())
                    .allMatch(named -> kinds.stream().anyMatch(named::startsWith));
        }
    }

    /** What looks like a meter is one of those of docs/metrics.md, which is compared with the registry; or it is a property. */
    @Test
    void everyMeterAndPropertyOnAnyPageIsOne() {
        Set<String> known = new TreeSet<>(Page.named("metrics.md")
                .firstColumn("| meter | for Prometheus | type | unit | tags | what it tells |"));
        String code = String.join("\n", Sources.all().values());
        Pattern dotted = Pattern.compile("(?:-D)?((?:elector|leader)\\.[a-z.]+[a-z])(?:=.*)?");

        assertThat(known).hasSizeGreaterThan(10);
        for (Page page : Page.all()) {
            assertThat(page.spans().stream()
                            .map(dotted::matcher)
                            .filter(Matcher::matches)
                            .map(span -> span.group(1)))
                    .as(page.name())
                    .allMatch(name -> known.contains(name)
                            || name.endsWith(".json")
                            || name.matches("elector\\.(event|state|command|term)\\..+")
                            || code.contains(name));
        }
    }

    @Test
    void troubleOfHealthIsNamed() {
        assertThat(Page.named("metrics.md").spans())
                .containsAll(Arrays.stream(ComponentHealth.Kind.values())
                        .map(ComponentHealth.Kind::toString)
                        .toList());
    }

    @Test
    void kindsOfFailuresAreNamedAsEventsNameThem() {
        assertThat(Page.named("metrics.md").spans())
                .containsAll(Arrays.stream(LeaseStoreException.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    // Code.

    /** What people call is explained somewhere: every method of these is named, or called, on some page. */
    @Test
    void everyMethodThatPeopleCallIsOnSomePage() {
        String all = Page.all().stream().map(Page::text).collect(Collectors.joining("\n"));
        List<String> missing = new ArrayList<>();
        for (Class<?> type : CALLED) {
            for (Method method : type.getDeclaredMethods()) {
                // What a piece of work consists of is for the elector.
                boolean called = Modifier.isPublic(method.getModifiers())
                        && !method.isSynthetic()
                        && method.getReturnType() != List.class;
                Pattern named = Pattern.compile(
                        "\\b" + type.getSimpleName() + "\\." + method.getName() + "\\b|\\." + method.getName() + "\\(");
                if (called && !named.matcher(all).find()) {
                    missing.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    /** {@code Type.method} in back quotes is one of ours, a test of ours, or of Vert.x or the JDK. */
    @Test
    void everyMethodThatIsNamedExists() {
        Pattern method = Pattern.compile("`([A-Z]\\w+)\\.(?!(?:java|json|sql|md)`)([a-z]\\w+)(?:\\([^`]*\\))?`");
        Map<String, String> sources = new TreeMap<>();
        Sources.all()
                .forEach((file, text) ->
                        sources.merge(file.getFileName().toString().replace(".java", ""), text, String::concat));
        List<String> missing = new ArrayList<>();
        int count = 0;
        for (Page page : Page.all()) {
            for (MatchResult found : method.matcher(page.prose()).results().toList()) {
                count++;
                if (!isOurs(sources, found.group(1), found.group(2))
                        && !Elsewhere.has(found.group(1), found.group(2))) {
                    missing.add(page.name() + ": " + found.group());
                }
            }
        }

        assertThat(count).isGreaterThan(300);
        assertThat(missing).isEmpty();
    }

    private static boolean isOurs(Map<String, String> sources, String type, String method) {
        String source = sources.get(type);
        return source != null
                && (Pattern.compile("\\b" + method + "\\b").matcher(source).find()
                        || PARENT.matcher(source)
                                .results()
                                .anyMatch(parent ->
                                        !parent.group(1).equals(type) && isOurs(sources, parent.group(1), method)));
    }

    /** A word in capitals with an underscore is a constant or a setting, and stands in the code or its SQL. */
    @Test
    void everyConstantThatIsNamedExists() {
        String code = Stream.concat(Sources.all().values().stream(), Sources.sql().values().stream())
                .collect(Collectors.joining("\n"));
        Pattern constant = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");
        Set<String> named = texts(Page.all().stream()
                .flatMap(page -> page.spans().stream())
                .filter(span -> constant.matcher(span).matches()));

        assertThat(named).isNotEmpty();
        assertThat(named)
                .allSatisfy(name -> assertThat(Pattern.compile("\\b" + name + "\\b")
                                .matcher(code)
                                .find())
                        .as(name)
                        .isTrue());
    }
}
