package io.weir.node.filter.validate;

import io.weir.config.model.Validation;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Makes the filters of the policies that validate: one for each policy of a revision, shared by its routes. One use. */
public final class ValidationFilters {
    /** The workers have other things to do, too. */
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int WAITING = 32;

    private final DocumentFiles files;
    private final BoundedWork workers;
    private final Map<String, Filter> made = new HashMap<>();

    public ValidationFilters(DocumentFiles files, Executor workers) {
        this.files = files;
        this.workers = new BoundedWork(workers, AT_ONCE, WAITING);
    }

    /** @throws io.weir.node.state.Stager.StagingException when the policy's contract cannot be used */
    public Filter of(Validation policy) {
        return made.computeIfAbsent(policy.name(), name -> filter(policy));
    }

    private Filter filter(Validation policy) {
        BodyChecks checks = new BodyChecks(workers, policy.bodyBytes());
        Optional<Validation.Contract> contract = policy.contract();
        if (contract.isEmpty()) {
            return new JsonFilter(new JsonCheck(policy.json(), null), checks, false);
        }
        if (contract.get() instanceof Validation.Schema schema) {
            BodySchema compiled = schema(ContractSource.read(policy.name(), schema.source(), files));
            return new JsonFilter(new JsonCheck(policy.json(), compiled), checks, schema.required());
        }
        if (contract.get() instanceof Validation.OpenApi openApi) {
            ContractSource source = ContractSource.read(policy.name(), openApi.source(), files);
            return new OpenApiFilter(
                    compiled(source, () -> ContractReader.read(source.tree(), openApi, policy.json())), checks);
        }
        throw new IllegalStateException("no filter for " + contract.get());
    }

    private static BodySchema schema(ContractSource source) {
        return compiled(source, () -> {
            SchemaReview review = new SchemaReview(source.tree());
            review.schema("");
            review.end();
            return SchemaCompiler.of(source.tree()).root();
        });
    }

    private interface Compiling<T> {
        T compile() throws SchemaException;
    }

    private static <T> T compiled(ContractSource source, Compiling<T> work) {
        try {
            return work.compile();
        } catch (SchemaException e) {
            throw source.refused(String.valueOf(e.getMessage()));
        } catch (com.networknt.schema.SchemaException e) {
            throw source.refused(": cannot be compiled: " + e.getMessage());
        }
    }
}
