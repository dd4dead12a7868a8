package io.docket.benchmarks.clear;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * An agent of the JVM with which Docket stores events as they are in some turns, and encrypted in the others. All else is the
 * packaged application: how much faster it is in these turns, is what encryption costs. It is part of no release.
 *
 * <p>Turns are numbered by the clock. They come in the order A B B A.
 */
public final class InClear implements ClassFileTransformer {

    private static final String TYPE = "io/docket/platform/eventstore/PersonalEvents";
    private static final String METHOD = "seal";
    private static final String DESCRIPTOR = "(Ljava/util/List;)Ljava/util/List;";

    private static volatile long turnMillis;

    private InClear() {}

    /**
     * What the JVM calls.
     *
     * @param turn how long a turn is, in milliseconds
     */
    public static void premain(String turn, Instrumentation instrumentation) {
        turnMillis = Long.parseLong(turn);
        instrumentation.addTransformer(new InClear());
    }

    /** Whether nothing is encrypted in a turn. */
    public static boolean isInClear(long turn) {
        return (turn + 1) / 2 % 2 == 1;
    }

    /** Whether nothing is encrypted now; the transformed method asks. */
    public static boolean isNow() {
        return isInClear(System.currentTimeMillis() / turnMillis);
    }

    /** Makes the file of the agent. */
    public static Path jar(Path folder) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", InClear.class.getName());
        Path jar = folder.resolve("in-clear.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : List.of(InClear.class, Visitor.class, Beginning.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = InClear.class.getResourceAsStream("/" + name)) {
                    Objects.requireNonNull(in).transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] code) {
        if (!TYPE.equals(name)) {
            return null;
        }
        var reader = new ClassReader(code);
        var writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Visitor(writer), 0);
        return writer.toByteArray();
    }

    private static final class Visitor extends ClassVisitor {

        Visitor(ClassWriter to) {
            super(SpringAsmInfo.ASM_VERSION, to);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            return method != null && name.equals(METHOD) && descriptor.equals(DESCRIPTOR)
                    ? new Beginning(method)
                    : method;
        }
    }

    /** Has a method return what it is given, if it is the time for that. */
    private static final class Beginning extends MethodVisitor {

        Beginning(MethodVisitor to) {
            super(SpringAsmInfo.ASM_VERSION, to);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            var goOn = new Label();
            String self = InClear.class.getName().replace('.', '/');
            visitMethodInsn(Opcodes.INVOKESTATIC, self, "isNow", "()Z", false);
            visitJumpInsn(Opcodes.IFEQ, goOn);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitInsn(Opcodes.ARETURN);
            visitLabel(goOn);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
    }
}
