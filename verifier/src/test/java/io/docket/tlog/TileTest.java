package io.docket.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @ParameterizedTest
    @CsvSource({
        "0/000, 0, 0, 256",
        "0/x001/x234/067, 0, 1234067, 256",
        "0/x001/x234/067.p/112, 0, 1234067, 112",
        "63/999, 63, 999, 256",
        "entries/273.p/1, -1, 273, 1",
        "1/x001/000.p/255, 1, 1000, 255",
        "0/x999/x999/x999/x999/x999/999, 0, 999999999999999999, 256"
    })
    void aPathNamesATile(String path, int level, long index, int width) {
        var tile = new Tile(level, index, width);

        assertThat(Tile.at(path)).contains(tile);
        assertThat(tile.path()).isEqualTo("tile/" + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0/",
                "/0/000",
                "0/0",
                "0/00",
                "0/0000",
                "00/000",
                "64/000",
                "-1/000",
                "0/-01",
                "0/x000/000",
                "0/x000/x001/000",
                "0/x001/000/",
                "0/000.p/0",
                "0/000.p/256",
                "0/000.p/01",
                "0/000.p/",
                "0/000.p",
                "0/000/p/1",
                "0/x001",
                "0/001/x001",
                "0/x1/001",
                "Entries/000",
                "0/../000",
                "0/000.p/1/2",
                "0/٠٠٠",
                "0/x999/x999/x999/x999/x999/x999/999",
                "0/000\n"
            })
    void anotherSpellingNamesNone(String path) {
        assertThat(Tile.at(path)).isEmpty();
    }

    @Test
    void aTileIsAsWideAsTheTreeMakesIt() {
        assertThat(Tile.of(0, 273, 70_000)).isEqualTo(new Tile(0, 273, 112));
        assertThat(Tile.of(1, 0, 70_000)).isEqualTo(new Tile(1, 0, 256));
        assertThat(Tile.of(2, 0, 70_000)).isEqualTo(new Tile(2, 0, 1));
    }
}
