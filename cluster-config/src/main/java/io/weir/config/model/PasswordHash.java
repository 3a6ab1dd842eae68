package io.weir.config.model;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's hash in one of the usual texts, with its cost bounded: what takes longer to check than these bounds allow is
 * no hash, so that a document cannot make each sign-in take minutes. As text it shows its kind only.
 */
public sealed interface PasswordHash {
    /** {@code $2b$COST$SALTHASH} (also {@code 2a}, {@code 2y}), cost 4 to 15. Only the first 72 bytes count. */
    record Bcrypt(String text) implements PasswordHash {
        @Override
        public String toString() {
            return "a bcrypt hash";
        }
    }

    /** {@code $argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$HASH} (RFC 9106), up to 256 MiB. */
    record Argon2id(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) implements PasswordHash {
        @Override
        public String toString() {
            return "an argon2id hash";
        }
    }

    /** {@code $pbkdf2-sha256$i=ITERATIONS$SALT$HASH}, likewise {@code sha512}; 1,000 to 5,000,000 iterations. */
    record Pbkdf2(String digest, int iterations, byte[] salt, byte[] hash) implements PasswordHash {
        @Override
        public String toString() {
            return "a PBKDF2 hash";
        }
    }

    /** The text if it is a hash. */
    static Optional<String> accept(String text) {
        return parse(text).map(hash -> text);
    }

    static Optional<PasswordHash> parse(String text) {
        Matcher bcrypt = Forms.BCRYPT.matcher(text);
        if (bcrypt.matches()) {
            return Forms.number(bcrypt.group(1), 4, 15).map(cost -> new Bcrypt(text));
        }
        Matcher argon2 = Forms.ARGON2.matcher(text);
        if (argon2.matches()) {
            return Forms.argon2(argon2);
        }
        Matcher pbkdf2 = Forms.PBKDF2.matcher(text);
        return pbkdf2.matches() ? Forms.pbkdf2(pbkdf2) : Optional.empty();
    }

    /** The grammars. Salts have 8 to 64 bytes, hashes 16 to 64. */
    final class Forms {
        private static final String BASE64 = "([A-Za-z0-9+/.]{11,88})";
        private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
        private static final Pattern ARGON2 = Pattern.compile(
                "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$" + BASE64 + "\\$" + BASE64);
        private static final Pattern PBKDF2 =
                Pattern.compile("\\$pbkdf2-(sha256|sha512)\\$(?:i=)?(\\d{1,7})\\$" + BASE64 + "\\$" + BASE64);

        private Forms() {}

        private static Optional<Integer> number(String digits, int from, int to) {
            int value = Integer.parseInt(digits);
            return value >= from && value <= to ? Optional.of(value) : Optional.empty();
        }

        private static Optional<PasswordHash> argon2(Matcher found) {
            Optional<Integer> lanes = number(found.group(3), 1, 16);
            Optional<Integer> memory = lanes.flatMap(count -> number(found.group(1), 8 * count, 256 * 1024));
            Optional<Integer> passes = number(found.group(2), 1, 20);
            Optional<byte[]> salt = bytes(found.group(4), 8);
            Optional<byte[]> hash = bytes(found.group(5), 16);
            return memory.isPresent() && passes.isPresent() && salt.isPresent() && hash.isPresent()
                    ? Optional.of(new Argon2id(memory.get(), passes.get(), lanes.get(), salt.get(), hash.get()))
                    : Optional.empty();
        }

        private static Optional<PasswordHash> pbkdf2(Matcher found) {
            Optional<Integer> iterations = number(found.group(2), 1_000, 5_000_000);
            Optional<byte[]> salt = bytes(found.group(3), 8);
            Optional<byte[]> hash = bytes(found.group(4), 16);
            return iterations.isPresent() && salt.isPresent() && hash.isPresent()
                    ? Optional.of(new Pbkdf2(found.group(1), iterations.get(), salt.get(), hash.get()))
                    : Optional.empty();
        }

        /** Some libraries write {@code .} for {@code +}. */
        private static Optional<byte[]> bytes(String base64, int least) {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64.replace('.', '+'));
                return bytes.length >= least && bytes.length <= 64 ? Optional.of(bytes) : Optional.empty();
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
    }
}
