package io.weir.node.filter.protect;

import io.weir.node.decide.protect.AddressSet;
import io.weir.node.decide.protect.Network;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Stager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Networks as a document lists them: spelled out, or in a file with one a line ({@code #} begins a comment). */
final class NetworkList {
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private NetworkList() {}

    /** @throws Stager.StagingException with file and line where something is no network */
    static AddressSet read(List<String> entries, DocumentFiles files) {
        List<Network> networks = new ArrayList<>();
        for (String entry : entries) {
            if (entry.startsWith("file:")) {
                String text = new String(files.read(entry, MOST_BYTES), StandardCharsets.UTF_8);
                readLines(text, entry, networks);
            } else {
                networks.add(network(entry, entry));
            }
        }
        return new AddressSet(networks);
    }

    private static void readLines(String text, String file, List<Network> networks) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf('#');
            String entry = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!entry.isEmpty()) {
                networks.add(network(entry, file + ":" + number));
            }
        }
    }

    private static Network network(String text, String where) {
        return Network.parse(text).orElseThrow(() -> {
            String shown = text.length() > 50 ? text.substring(0, 50) + "..." : text;
            return new Stager.StagingException(where + ": \"" + shown + "\" is no address or network");
        });
    }
}
