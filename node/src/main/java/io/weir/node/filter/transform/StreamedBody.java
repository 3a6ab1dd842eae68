package io.weir.node.filter.transform;

import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.Records;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.AnswerTranslation.Answer;
import io.weir.protocol.http.Problem;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Executor;

/** Lines of JSON that become an array, or the reverse, one by one as they come: nothing but the one that is incomplete is held. */
final class StreamedBody {
    private static final byte[] END = {']'};
    private static final byte[] EMPTY = {'[', ']'};

    private final Records records;
    private final boolean toLines;
    private final JsonCodec json;
    private final BoundedWork workers;
    private final Beginning beginning;
    private boolean begun;
    private boolean anyItem;

    /** Says the head, or a problem in its place. */
    interface Beginning {
        void head(Answer to);

        void problem(Problem problem, Answer to);
    }

    /**
     * @param toLines an array becomes lines
     * @param mostBytes of one text
     */
    StreamedBody(boolean toLines, int mostBytes, int depth, BoundedWork workers, Beginning beginning) {
        this.records = new Records(!toLines, mostBytes);
        this.toLines = toLines;
        this.json = new JsonCodec(depth);
        this.workers = workers;
        this.beginning = beginning;
    }

    void add(byte[] data) {
        records.add(data);
    }

    /** Converts what is complete, up to a few kilobytes; true: there may be more. */
    boolean goesOn(Answer to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            while (out.size() < Conversion.SMALL) {
                byte[] text = records.next();
                if (text == null) {
                    say(out, to);
                    return false;
                }
                if (text.length > Conversion.SMALL) {
                    say(out, to);
                    large(text, to, false);
                    return true;
                }
                item(text, out);
            }
            say(out, to);
            return true;
        } catch (BodyFault e) {
            refuse(TransformRefusals.ofAnswer(e), to);
            return false;
        }
    }

    /** No more comes. */
    void end(Answer to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            byte[] text = records.last();
            if (text != null && text.length > Conversion.SMALL) {
                large(text, to, true);
                return;
            }
            if (text != null) {
                item(text, out);
            }
            finish(out, to);
        } catch (BodyFault e) {
            refuse(TransformRefusals.ofAnswer(e), to);
        }
    }

    private void item(byte[] text, ByteArrayOutputStream out) throws BodyFault {
        put(JsonCodec.text(json.read(text, "")), out);
    }

    private void put(byte[] item, ByteArrayOutputStream out) {
        if (!toLines) {
            out.write(anyItem ? ',' : '[');
        }
        out.writeBytes(item);
        if (toLines) {
            out.write('\n');
        }
        anyItem = true;
    }

    private void say(ByteArrayOutputStream out, Answer to) {
        if (out.size() == 0) {
            return;
        }
        if (!begun) {
            begun = true;
            beginning.head(to);
        }
        to.body(out.toByteArray());
    }

    private void finish(ByteArrayOutputStream out, Answer to) {
        if (!toLines) {
            out.writeBytes(anyItem ? END : EMPTY);
        }
        say(out, to);
        if (!begun) {
            beginning.head(to);
        }
        to.end();
    }

    private void large(byte[] text, Answer to, boolean last) {
        Executor later = to.later();
        boolean taken = workers.take(() -> {
            Telling told = converted(text, last);
            later.execute(() -> told.tell(to));
        });
        if (!taken) {
            later.execute(() -> refuse(TransformRefusals.OVERLOADED, to));
        }
    }

    /** What is to be told, computed by whoever has the time. */
    private interface Telling {
        void tell(Answer to);
    }

    private Telling converted(byte[] text, boolean last) {
        try {
            byte[] item = JsonCodec.text(json.read(text, ""));
            return to -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream(item.length + 2);
                put(item, out);
                if (last) {
                    finish(out, to);
                } else {
                    say(out, to);
                }
            };
        } catch (BodyFault e) {
            return to -> refuse(TransformRefusals.ofAnswer(e), to);
        }
    }

    /** Once something has been said, that something is wrong cannot be told by a status. */
    private void refuse(Problem problem, Answer to) {
        if (begun) {
            to.cut();
        } else {
            beginning.problem(problem, to);
        }
    }
}
