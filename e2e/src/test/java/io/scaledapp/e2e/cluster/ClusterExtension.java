package io.scaledapp.e2e.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives tests the cluster and namespaces, and writes down what was there when a test fails. */
final class ClusterExtension implements ParameterResolver, AfterTestExecutionCallback {

  private static final Namespace STORE = Namespace.create(ClusterExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Cluster.class || type == Installation.class || type == TestNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    if (type == Cluster.class) {
      return Cluster.shared();
    }
    return type == Installation.class ? Installation.shared() : namespace(context);
  }

  /**
   * The store closes it after the test, or after the class where the set-up of that asked for it.
   */
  private static TestNamespace namespace(ExtensionContext context) {
    var namespace = TestNamespace.create(Cluster.shared(), context.getRequiredTestClass());
    context.getStore(STORE).put(namespace.name(), namespace);
    namespaces(context).add(namespace);
    return namespace;
  }

  @SuppressWarnings("unchecked")
  private static List<TestNamespace> namespaces(ExtensionContext context) {
    return (List<TestNamespace>)
        context
            .getStore(STORE)
            .getOrComputeIfAbsent(List.class, key -> new CopyOnWriteArrayList<>());
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().filter(ClusterExtension::isFailure).isPresent()) {
      var test =
          context.getRequiredTestClass().getSimpleName()
              + "."
              + context.getRequiredTestMethod().getName();
      FailureDump.write(Cluster.shared(), test, namespaces(context));
    }
  }

  private static boolean isFailure(Throwable end) {
    return !(end instanceof TestAbortedException);
  }
}
