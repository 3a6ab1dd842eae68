package io.weir.node.filter.validate;

import com.networknt.schema.annotation.Annotation;
import com.networknt.schema.annotation.Annotations;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one validation. Whoever asks for those of a place goes through all of them, also those of branches that
 * came to nothing, of which there may be any number: so each look costs as many steps.
 */
final class CountedAnnotations extends Annotations {
    private final Places places;

    CountedAnnotations(Steps steps) {
        places = new Places(steps);
    }

    @Override
    public Map<NodePath, List<Annotation>> asMap() {
        return places;
    }

    @Override
    public void put(Annotation annotation) {
        places.computeIfAbsent(annotation.getInstanceLocation(), place -> new ArrayList<>())
                .add(annotation);
    }

    private static final class Places extends HashMap<NodePath, List<Annotation>> {
        private static final long serialVersionUID = 1L;

        private final transient Steps steps;

        Places(Steps steps) {
            this.steps = steps;
        }

        @Override
        public @Nullable List<Annotation> get(Object place) {
            List<Annotation> found = super.get(place);
            if (found != null) {
                steps.spendOn(found.size());
            }
            return found;
        }

        @Override
        public List<Annotation> getOrDefault(Object place, List<Annotation> none) {
            List<Annotation> found = get(place);
            return found == null ? none : found;
        }
    }
}
