package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The smallest binary form of a number that is exact: {@code 0.1} is, since its double is what every reader writes as 0.1. */
final class PlainNumber {
    private static final int LONGEST = 40;

    private PlainNumber() {}

    /** A {@link Long}, {@link Double}, {@link BigInteger}, or at last {@link BigDecimal}. */
    static Number of(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return number.longValue();
        }
        BigDecimal decimal = number.decimalValue();
        boolean near = Math.abs(decimal.scale()) < LONGEST && decimal.precision() < LONGEST;
        if (near && (decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= 0)) {
            BigInteger integer = decimal.toBigInteger();
            return integer.bitLength() < 64 ? (Number) integer.longValue() : integer;
        }
        double real = decimal.doubleValue();
        boolean exact = Double.isFinite(real) && new BigDecimal(Double.toString(real)).compareTo(decimal) == 0;
        return exact ? (Number) real : decimal;
    }

    /** As text, without exponent where that is not much longer. */
    static String text(JsonNode number) {
        BigDecimal decimal = number.decimalValue();
        boolean near = Math.abs(decimal.scale()) < LONGEST && decimal.precision() < LONGEST;
        return near ? decimal.toPlainString() : decimal.toString();
    }
}
