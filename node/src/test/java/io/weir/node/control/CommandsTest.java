package io.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.weir.protocol.cluster.ClusterMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Typed actors drop what they do not match without a word. So each kind of command must be asked for by some class of
 * its actor's package: by {@code onMessage(Command.class)}, by {@code instanceof}, or by naming the constant of an enum.
 * (What is done then is for each actor's own test.)
 */
final class CommandsTest {
    private static final JavaClasses NODE =
            new ClassFileImporter(List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)).importPackages("io.weir");

    @Test
    void everyCommandOfEveryTypedActorIsHandled() {
        Set<String> unhandled = new TreeSet<>();
        for (JavaClass protocol : protocols()) {
            Set<String> handled = handledIn(protocol.getPackageName());
            leaves(protocol.reflect()).stream()
                    .filter(path -> path.stream().map(Class::getName).noneMatch(handled::contains))
                    .forEach(path -> unhandled.add(path.get(path.size() - 1).getName()));
        }
        assertThat(unhandled).isEmpty();
    }

    @Test
    void everyMessageBetweenNodesIsHandledBySomeActor() {
        Set<String> handled = handledIn("io.weir.node.control");
        Set<String> unhandled = new TreeSet<>();
        for (JavaClass message : NODE.that(isSealedMessage())) {
            leaves(message.reflect()).stream()
                    .filter(path -> path.stream().map(Class::getName).noneMatch(handled::contains))
                    .forEach(path -> unhandled.add(path.get(path.size() - 1).getName()));
        }
        assertThat(unhandled).isEmpty();
    }

    /** Jackson reads a field of a sealed type by the names in its annotation only. */
    @Test
    void everyMessageBetweenNodesHasANameOnTheWire() {
        for (JavaClass message : NODE.that(isSealedMessage())) {
            JsonSubTypes named = message.reflect().getAnnotation(JsonSubTypes.class);
            if (named != null) {
                assertThat(Arrays.stream(named.value()).map(JsonSubTypes.Type::value))
                        .as(message.getName())
                        .containsExactlyInAnyOrderElementsOf(leaves(message.reflect()).stream()
                                .map(way -> way.get(way.size() - 1))
                                .toList());
            }
        }
    }

    @Test
    void everyProtocolOfAnActorIsSealed() {
        assertThat(protocols()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(protocols())
                .allSatisfy(protocol -> assertThat(protocol.reflect().isSealed())
                        .as("%s is sealed", protocol.getName())
                        .isTrue());
    }

    /** Interfaces that are called commands, wherever an actor lives. */
    private static List<JavaClass> protocols() {
        return NODE.stream()
                .filter(type -> type.getPackageName().startsWith("io.weir.node.control"))
                .filter(type -> type.isInterface() && type.getSimpleName().endsWith("Command"))
                .toList();
    }

    private static DescribedPredicate<JavaClass> isSealedMessage() {
        return DescribedPredicate.describe(
                "sealed message",
                type -> type.isInterface()
                        && type.isAssignableTo(ClusterMessage.class)
                        && type.reflect().isSealed());
    }

    /** The names of all classes that code in this package or below asks for. */
    private static Set<String> handledIn(String packageName) {
        Set<String> handled = new HashSet<>();
        NODE.stream()
                .filter(type -> type.getPackageName().equals(packageName)
                        || type.getPackageName().startsWith(packageName + "."))
                .forEach(type -> {
                    type.getReferencedClassObjects()
                            .forEach(it -> handled.add(it.getRawType().getName()));
                    type.getInstanceofChecks()
                            .forEach(it -> handled.add(it.getRawType().getName()));
                    type.getFieldAccessesFromSelf().stream()
                            .filter(it -> it.getTargetOwner().isEnum()
                                    && !it.getOriginOwner().equals(it.getTargetOwner()))
                            .forEach(it -> handled.add(it.getTargetOwner().getName()));
                });
        return handled;
    }

    /** For each record or enum the way to it, without the root: whoever handles one on the way handles it. */
    private static List<List<Class<?>>> leaves(Class<?> root) {
        List<List<Class<?>>> leaves = new ArrayList<>();
        for (Class<?> permitted :
                root.getPermittedSubclasses() == null ? new Class<?>[0] : root.getPermittedSubclasses()) {
            List<List<Class<?>>> below = permitted.isSealed() ? leaves(permitted) : List.of(List.of());
            for (List<Class<?>> rest : below) {
                List<Class<?>> way = new ArrayList<>(List.of(permitted));
                way.addAll(rest);
                leaves.add(way);
            }
        }
        return leaves;
    }
}
