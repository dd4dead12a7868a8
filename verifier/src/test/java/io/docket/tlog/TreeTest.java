package io.docket.tlog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeTest {

    private static final int MOST = 70_000;
    private static final List<byte[]> LEAVES = NaiveTree.leaves(MOST);

    private static Tree tree(List<byte[]> leaves) {
        Map<Tile, byte[]> tiles = NaiveTree.tiles(leaves);
        return new Tree(leaves.size(), tile -> requireNonNull(tiles.get(tile), tile.path()));
    }

    private static List<Hash> hashes(List<byte[]> hashes) {
        return hashes.stream().map(hash -> Hash.in(hash, 0)).toList();
    }

    private static Hash root(List<byte[]> leaves) {
        return Hash.in(NaiveTree.mth(leaves), 0);
    }

    @Property(tries = 30)
    void rootAndProofsAreThoseOfTheDefinition(
            @ForAll @IntRange(min = 1, max = 1500) int size,
            @ForAll @IntRange(max = 1499) int some,
            @ForAll @IntRange(max = 1500) int other) {
        List<byte[]> leaves = LEAVES.subList(0, size);
        int index = some % size;
        int old = other % (size + 1);
        Tree tree = tree(leaves);

        assertThat(tree.root()).isEqualTo(root(leaves));
        assertThat(tree.inclusionProof(index)).isEqualTo(hashes(NaiveTree.path(index, leaves)));
        assertThat(tree.consistencyProof(old)).isEqualTo(old == 0 ? List.of() : hashes(NaiveTree.proof(old, leaves)));
    }

    @Property(tries = 30)
    void proofsProveAndNothingElseDoes(
            @ForAll @IntRange(min = 1, max = 600) int size,
            @ForAll @IntRange(max = 599) int some,
            @ForAll @IntRange(max = 600) int other,
            @ForAll @IntRange(max = 20) int broken) {
        List<byte[]> leaves = LEAVES.subList(0, size);
        int index = some % size;
        int old = other % (size + 1);
        Tree tree = tree(leaves);
        Hash leaf = Hash.ofLeaf(leaves.get(index));
        Hash root = root(leaves);
        Hash oldRoot = root(leaves.subList(0, old));
        List<Hash> path = tree.inclusionProof(index);
        List<Hash> proof = tree.consistencyProof(old);

        assertThat(Proofs.isIncluded(leaf, index, path, size, root)).isTrue();
        assertThat(Proofs.isIncluded(Hash.ofLeaf(new byte[1]), index, path, size, root))
                .isFalse();
        assertThat(Proofs.isIncluded(leaf, size, path, size, root)).isFalse();
        assertThat(Proofs.isIncluded(leaf, index, path, size, leaf)).isEqualTo(size == 1);
        assertThat(Proofs.isConsistent(old, oldRoot, size, root, proof)).isTrue();
        assertThat(Proofs.isConsistent(size, root, old, oldRoot, proof)).isEqualTo(old == size);
        assertThat(Proofs.isConsistent(old, leaf, size, root, proof)).isEqualTo(leaf.equals(oldRoot));
        for (List<Hash> wrong : List.of(changed(path, broken), shortened(path), lengthened(path))) {
            assertThat(Proofs.isIncluded(leaf, index, wrong, size, root)).isEqualTo(wrong.equals(path));
        }
        for (List<Hash> wrong : List.of(changed(proof, broken), shortened(proof), lengthened(proof))) {
            assertThat(Proofs.isConsistent(old, oldRoot, size, root, wrong)).isEqualTo(wrong.equals(proof));
        }
    }

    private static List<Hash> changed(List<Hash> proof, int place) {
        List<Hash> changed = new ArrayList<>(proof);
        if (!changed.isEmpty()) {
            changed.set(place % changed.size(), Hash.OF_EMPTY_TREE);
        }
        return changed;
    }

    private static List<Hash> shortened(List<Hash> proof) {
        return proof.isEmpty() ? proof : proof.subList(0, proof.size() - 1);
    }

    private static List<Hash> lengthened(List<Hash> proof) {
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(Hash.OF_EMPTY_TREE);
        return longer;
    }

    @Property(tries = 20)
    void aTreeGrowsInStepsToTheTilesOfTheDefinition(
            @ForAll @IntRange(max = 700) int first,
            @ForAll @IntRange(max = 700) int second,
            @ForAll @IntRange(max = 300) int third) {
        Map<Tile, byte[]> kept = new HashMap<>();
        int size = 0;
        for (int step : List.of(first, second, third)) {
            // A wider tile takes the place of the one that it goes on from, as in a table.
            GrowingTree tree = GrowingTree.from(
                    size,
                    tile -> requireNonNull(kept.get(tile.full())),
                    (tile, hashes) -> kept.put(tile.full(), hashes));
            for (int i = 0; i < step; i++) {
                tree.add(Hash.ofLeaf(LEAVES.get(size++)));
            }
            tree.forEachWidened((tile, hashes) -> kept.put(tile.full(), hashes));
            assertThat(tree.size()).isEqualTo(size);
            assertThat(tree.root()).isEqualTo(root(LEAVES.subList(0, size)));
        }
        Map<Tile, byte[]> expected = new HashMap<>();
        NaiveTree.tiles(LEAVES.subList(0, size)).forEach((tile, hashes) -> expected.put(tile.full(), hashes));
        assertThat(kept).containsOnlyKeys(expected.keySet());
        expected.forEach((tile, hashes) -> assertThat(kept.get(tile)).isEqualTo(hashes));
    }

    /** The example of {@code tlog-tiles}: three levels, full and partial ones. */
    @Example
    void aTreeOfSeventyThousandHasTheTilesOfTheSpecification() {
        Map<Tile, byte[]> tiles = NaiveTree.tiles(LEAVES);

        assertThat(tiles.keySet().stream().filter(tile -> tile.level() == 0 && tile.isFull()))
                .hasSize(273);
        assertThat(tiles)
                .containsKeys(new Tile(0, 273, 112), new Tile(1, 0, 256), new Tile(1, 1, 17), new Tile(2, 0, 1));
        assertThat(tree(LEAVES).root()).isEqualTo(root(LEAVES));
        assertThat(Proofs.isIncluded(
                        Hash.ofLeaf(LEAVES.get(66_000)),
                        66_000,
                        tree(LEAVES).inclusionProof(66_000),
                        MOST,
                        root(LEAVES)))
                .isTrue();
    }

    @Example
    void anEmptyTreeHasTheHashOfNothing() {
        assertThat(new Tree(0, tile -> new byte[0]).root().base64())
                .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(GrowingTree.from(0, tile -> new byte[0], (tile, hashes) -> {})
                        .root())
                .isEqualTo(Hash.OF_EMPTY_TREE);
    }

    @Example
    void whatIsNotInTheTreeHasNoProof() {
        Tree tree = tree(LEAVES.subList(0, 3));

        assertThatThrownBy(() -> tree.inclusionProof(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistencyProof(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tree(3, tile -> new byte[64]).root()).isInstanceOf(MissingTileException.class);
    }
}
