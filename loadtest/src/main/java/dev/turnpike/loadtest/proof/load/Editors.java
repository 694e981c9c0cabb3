package dev.turnpike.loadtest.proof.load;

import java.util.List;
import java.util.stream.IntStream;

/** People who change documents all the time, each one of their own, and who know what was acknowledged. */
public final class Editors implements AutoCloseable {
    private static final int EDITORS = 4;

    private final List<Editor> editors;

    private Editors(List<Editor> editors) {
        this.editors = editors;
    }

    /** Starts them at these management ports. */
    public static Editors start(List<Target> nodes) {
        Editors started = new Editors(IntStream.range(0, EDITORS)
                .mapToObj(index -> new Editor(nodes, index))
                .toList());
        started.editors.forEach(Editor::start);
        return started;
    }

    /** Nobody changes anything any more, once this returns. */
    public void pause() {
        editors.forEach(Editor::pause);
        editors.forEach(Editor::awaitPaused);
    }

    public void resume() {
        editors.forEach(Editor::resume);
    }

    /** Whether every change that is answered from now on is to be refused, and to stay undone. */
    public void storeIsDown(boolean isDown) {
        editors.forEach(editor -> editor.storeIsDown(isDown));
    }

    /** Changes that were acknowledged. */
    public long acknowledged() {
        return made().size();
    }

    /** The same, one by one. */
    public List<Made> made() {
        return editors.stream().flatMap(editor -> editor.made().stream()).toList();
    }

    /** Changes that were refused, with a problem of status 503, while the store was down. */
    public long refused() {
        return editors.stream().mapToLong(Editor::refused).sum();
    }

    /** What changes led to while the store was down, other than that. */
    public List<String> otherwise() {
        return editors.stream().flatMap(editor -> editor.otherwise().stream()).toList();
    }

    /** What is not as it was acknowledged, at any node: one line each. */
    public List<String> lost() {
        return editors.stream().flatMap(editor -> editor.lost().stream()).toList();
    }

    @Override
    public void close() {
        editors.forEach(Editor::close);
    }
}
