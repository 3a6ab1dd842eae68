package io.weir.node.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.admin.AuditReport.Entry;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuditSurplusTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "++++++++++++, ++++++++++, the oldest go",
        "++----------, ++--------, refusals beyond their share go before what was done",
        "----------++, --------++, whenever they were",
        "-+-+-+-+-+-+, ++-+-+-+-+, of them the oldest",
        "--++++++++++, ++++++++++, within their share they go by age like others",
        "++++++++, ++++++++, there is room",
    })
    void whatIsLeft(String held, String left, String reason) {
        SortedMap<String, Entry> entries = entries(held);
        entries.keySet().removeAll(AuditSurplus.of(entries, 10));
        StringBuilder kinds = new StringBuilder();
        entries.values().forEach(entry -> kinds.append(entry.outcome() == 200 ? '+' : '-'));
        assertThat(kinds.toString()).as(reason).isEqualTo(left);
    }

    @Test
    void nobodyDrivesOutWhatWasDoneByFailingOften() {
        SortedMap<String, Entry> entries = entries("+".repeat(60));
        for (int i = 0; i < 1_000; i++) {
            Entry failed = entry(1_000 + i, i % 2 == 0 ? 401 : 403);
            entries.put(failed.id(), failed);
            if (entries.size() > 110) {
                entries.keySet().removeAll(AuditSurplus.of(entries, 100));
            }
        }
        assertThat(entries.values()).filteredOn(entry -> entry.outcome() == 200).hasSize(60);
        assertThat(entries.lastKey()).as("the latest are there").isEqualTo("1999");
    }

    private static SortedMap<String, Entry> entries(String kinds) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (int i = 0; i < kinds.length(); i++) {
            Entry entry = entry(100 + i, kinds.charAt(i) == '+' ? 200 : 401);
            entries.put(entry.id(), entry);
        }
        return entries;
    }

    private static Entry entry(int id, int outcome) {
        String text = Integer.toString(id);
        return new Entry(text, "", "n", "", "", "", "PUT", "/", outcome, "", 1, 1, List.of(), "", "");
    }
}
